"""The deeds of joint rounds."""
