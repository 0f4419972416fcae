"""The ASGI side: headers, our few routes and the live socket; Starlette lives here."""
