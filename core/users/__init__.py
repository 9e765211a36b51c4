"""People, how they prove who they are, their sessions and devices. Roles are opaque names here."""
