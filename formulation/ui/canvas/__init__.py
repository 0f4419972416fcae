"""The drawing surface: what a person does comes up, the picture goes down."""
