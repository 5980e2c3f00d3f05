"""Networks of PyTorch as model bundles of Telltale, and back."""

from .load import load
from .refusal import Refusal

__all__ = ["Refusal", "load"]
