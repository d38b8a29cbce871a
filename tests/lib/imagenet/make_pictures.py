"""Writes pictures/: small files of formats that the tests cannot write themselves, two emoji, and two photographs.

Run by hand, with pip install pillow==13.0.0, given a folder in which these were unpacked: the npm package
@lobehub/fluent-emoji-3d 1.1.0 (Microsoft's Fluent Emoji, MIT license, (c) Microsoft Corporation), and the wheel of
scikit-image 0.26.0, whose photographs of a cat (Stefan van der Walt) and a cup of coffee (Rachel Michetti) are CC0:
    python tests/lib/imagenet/make_pictures.py FOLDER
"""

import shutil
import sys
from pathlib import Path

from PIL import Image

OUT = Path(__file__).parent / "pictures"
FOLDER = Path(sys.argv[1])
EMOJI = {"lemon": "1f34b", "umbrella": "2602-fe0f"}
PHOTOGRAPHS = {"cat": "chelsea", "coffee": "coffee"}

# 16×8 pixels: the left half is red, the right half blue
two_colors = Image.new("RGB", (16, 8), (255, 0, 0))
two_colors.paste((0, 0, 255), (8, 0, 16, 8))
clear = two_colors.convert("RGBA")
clear.putalpha(Image.linear_gradient("L").resize((16, 8)).point(lambda value: 255 if value > 127 else 0))

OUT.mkdir(exist_ok=True)
two_colors.save(OUT / "progressive.jpg", quality=95, subsampling=0, progressive=True)
two_colors.convert("L").save(OUT / "gray.jpg", quality=95)
two_colors.convert("CMYK").save(OUT / "cmyk.jpg", quality=95)
two_colors.save(OUT / "lossless.webp", lossless=True)
clear.save(OUT / "lossy_clear.webp", quality=95, exact=True)
two_colors.save(OUT / "turned.webp", lossless=True, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0")
two_colors.save(OUT / "animated.webp", save_all=True, append_images=[two_colors.rotate(180)])
two_colors.quantize(2).save(OUT / "palette.png", bits=1)
clear.save(OUT / "clear.png")
two_colors.save(OUT / "other.gif")
for name, code in EMOJI.items():
    shutil.copy(FOLDER / "package/assets" / f"{code}.webp", OUT / f"{name}.webp")
for name, source in PHOTOGRAPHS.items():
    photograph = Image.open(FOLDER / "skimage/data" / f"{source}.png").convert("RGB")
    photograph.thumbnail((240, 240))
    photograph.save(OUT / f"{name}.jpg", quality=85)
