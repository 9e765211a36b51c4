"""The gallery's front window: a tablet that shows pieces, makers and motifs, and leads nowhere else."""
