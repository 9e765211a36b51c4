"""The maker's own pages."""
