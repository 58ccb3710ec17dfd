"""Packages as they are on the H5P hub; they lie beside the repository, and only where somebody has put them there."""

from tests.services import ROOT

PACKAGES = sorted((ROOT.parent / "shared" / "h5p").glob("*.h5p"))
