"""Pictures by which make_imagenet.py compares the runtimes: drawn by formulas, and scenes of emoji."""

import random

import numpy as np
from PIL import Image

SIZE = 224


def drawn_pictures():
    """Pictures of integer arithmetic, which tests/lib/imagenet/drawn.ts draws as well: n×224×224×3 bytes."""
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    stripes = np.stack([x * 7 + y * 3, x * y // 16, 255 - x - y // 8], -1) % 256
    from_middle = (x - 112) ** 2 + (y - 112) ** 2
    disc = np.where((from_middle < 70**2)[..., None], [250, 140, 20], np.stack([x // 4, 90 + y // 2, x // 3], -1))
    ring = np.where((from_middle // 1000 % 2 == 0)[..., None], [20, 20, 30], [240, 240, 235])
    return np.stack([stripes, disc, ring]).astype(np.uint8)


def scene_pictures(folder, count, seed):
    """Scenes of one or two emoji on white, on a colour, and on a gradient: n×224×224×3 bytes."""
    files, chance = sorted(folder.glob("*.webp")), random.Random(seed)
    return np.stack([scene(files, chance, i % 3) for i in range(count)])


def scene(files, chance, kind):
    """One scene; `kind` chooses its background."""
    colour = [255 if kind == 0 else chance.randrange(256) for _ in range(3)]
    shade = np.linspace(0, 1, SIZE)[:, None, None] if kind == 2 else np.ones((SIZE, 1, 1))
    picture = Image.fromarray(np.broadcast_to(shade * colour, (SIZE, SIZE, 3)).astype(np.uint8))
    for _ in range([1, 1, 2][kind]):
        size = chance.randrange(90, 200)
        emoji = Image.open(chance.choice(files)).convert("RGBA").resize((size, size))
        picture.paste(emoji, (chance.randrange(SIZE - size), chance.randrange(SIZE - size)), emoji)
    return np.asarray(picture)
