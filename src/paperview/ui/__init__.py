"""The screen: the one package that knows Textual."""
