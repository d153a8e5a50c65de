"""What a file that somebody sent is: looked at, drawn anew or made playable, in a process that can do nothing else."""
