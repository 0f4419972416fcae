"""From records to one drawing: measure, lay out, compose a scene, write it as SVG."""
