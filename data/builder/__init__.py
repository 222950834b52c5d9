"""Invents the koperasi of the demo and of the sample files; ``kopdata`` never imports this."""
