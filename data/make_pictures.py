"""Build data/pictures: pictures of things from two sets of emoji, with their names in English and French.

From the root of the repository, with npm and Python 3.11 or later:

    python3 -m venv .tmp/pictures
    .tmp/pictures/bin/pip install numpy==2.4.6 pillow==13.0.0 resvg-py==0.5.0
    .tmp/pictures/bin/python data/make_pictures.py

make_pictures.tsv is written by hand. Its columns: code point, English singular with its article, English plural, French
singular with its article, French plural, and the color in each of the two sets. "-" in a plural marks a name that is
already a plural. "x" as the second color marks a noun of which the second set shows something else.
"""

import colorsys
import io
import json
import subprocess
import tarfile
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import resvg_py
from PIL import Image

DATA = Path(__file__).parent
OUT = DATA / "pictures"
VERSION = 1  # what lib/files/pictures.ts expects
SIDE = 128  # the longer side of a sprite, in pixels
OPAQUE = 175  # of the 256 colors of a sprite; the others are partly transparent
LEAST_SHARE = 0.5  # of a picture's pixels have the color that its noun is given
SETS = {  # by file: the package, its folder, and the ending of its files
    "fluent.zip": ("@lobehub/fluent-emoji-3d@1.1.0", "package/assets", "webp"),
    "twemoji.zip": ("@twemoji/svg@15.0.0", "package", "svg"),
}


def unpack(package: str, folder: Path) -> Path:
    """Download a package with npm and extract it."""
    packed = subprocess.run(
        ["npm", "pack", package, "--silent"], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()
    target = folder / Path(packed).stem
    with tarfile.open(folder / packed) as archive:
        archive.extractall(target, filter="data")
    return target


def find(folder: Path, code: str, ending: str) -> Path | None:
    """Find the picture of a code point, whose name may end in the variation selector FE0F."""
    paths = (folder / f"{name}.{ending}" for name in (code, f"{code}-fe0f", code.replace("-fe0f", "")))
    return next((path for path in paths if path.exists()), None)


def render(path: Path) -> Image.Image:
    """Read a picture, crop its transparent margin, and shrink it to SIDE pixels."""
    if path.suffix == ".svg":
        png = bytes(resvg_py.svg_to_bytes(svg_path=str(path), width=4 * SIDE, height=4 * SIDE))
        image = Image.open(io.BytesIO(png)).convert("RGBA")
    else:
        image = Image.open(path).convert("RGBA")
    alpha = image.getchannel("A").point(lambda a: 255 if a >= 16 else 0)
    image = image.crop(alpha.getbbox())
    scale = SIDE / max(image.size)
    size = tuple(max(1, round(scale * n)) for n in image.size)
    return image.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")


def has_color(rgb: tuple[int, int, int], color: str) -> bool:
    """Tell whether somebody might call a pixel by the name of a color. The ranges overlap."""
    h, s, v = colorsys.rgb_to_hsv(*(n / 255 for n in rgb))
    h *= 360
    vivid = s > 0.25 and v > 0.2
    return {
        "black": v < 0.42 and s < 0.5 or v < 0.25,
        "white": s < 0.2 and v > 0.75,
        "gray": s < 0.35 and 0.25 < v < 0.92,
        "red": (h < 15 or h > 334) and s > 0.55 and v > 0.4,
        "pink": h > 290 and vivid or h < 25 and 0.2 < s < 0.6 and v > 0.75,
        "orange": 8 < h < 46 and s > 0.5 and v > 0.6,
        "brown": (h < 45 or h > 330) and s > 0.15 and v < 0.82,
        "yellow": 36 < h < 72 and s > 0.35 and v > 0.6,
        "green": 65 < h < 175 and vivid,
        "blue": 175 < h < 252 and vivid,
        "purple": 235 < h < 320 and s > 0.15,
    }[color]


def check_color(noun: str, image: Image.Image, color: str) -> None:
    """Raise ValueError unless the color covers LEAST_SHARE of a picture."""
    pixels = [(r, g, b) for r, g, b, a in image.get_flattened_data() if a > 150]
    share = sum(has_color(rgb, color) for rgb in pixels) / len(pixels)
    if share < LEAST_SHARE:
        raise ValueError(f"Cannot call {noun} {color}: only {share:.0%} of the pixels are")


def compress(image: Image.Image) -> bytes:
    """Write a picture as a PNG file with a palette of opaque colors, of colors at the edge, and transparency."""
    pixels = np.asarray(image)
    alpha = pixels[..., 3]
    indices = np.full(alpha.shape, 255, np.uint8)
    palette = np.zeros((256, 4), np.uint8)
    inside, edge = alpha > 250, (alpha > 4) & (alpha <= 250)
    palette[:OPAQUE, 3] = 255
    indices[inside], palette[:OPAQUE, :3] = quantize(pixels[inside][:, :3], OPAQUE)
    numbers, palette[OPAQUE:255] = cluster(pixels[edge], 255 - OPAQUE)
    indices[edge] = OPAQUE + numbers
    result = Image.fromarray(indices, "P")
    result.putpalette(palette[:, :3].tobytes())
    file = io.BytesIO()
    result.save(file, "PNG", optimize=True, transparency=palette[:, 3].tobytes())
    return file.getvalue()


def quantize(pixels: np.ndarray, colors: int) -> tuple[np.ndarray, np.ndarray]:
    """Choose colors for opaque pixels; return the index of each pixel's color, and the colors."""
    row = Image.fromarray(np.ascontiguousarray(pixels[None]))
    reduced = row.quantize(colors, method=Image.Quantize.MEDIANCUT, kmeans=2)
    palette = np.zeros((colors, 3), np.uint8)
    chosen = np.array(reduced.getpalette(), np.uint8).reshape(-1, 3)[:colors]
    palette[: len(chosen)] = chosen
    return np.asarray(reduced)[0], palette


def cluster(pixels: np.ndarray, colors: int) -> tuple[np.ndarray, np.ndarray]:
    """Choose colors for partly transparent pixels by k-means, as `quantize` does for opaque ones."""
    if len(pixels) == 0:
        return np.zeros(0, np.uint8), np.zeros((colors, 4), np.uint8)
    points = pixels.astype(np.float32)
    order = np.argsort(points[:, 3], kind="stable")
    centers = points[order[np.linspace(0, len(order) - 1, colors).astype(int)]]
    for _ in range(8):
        distances = ((points[:, None] - centers[None]) ** 2).sum(2)
        nearest = distances.argmin(1)
        for n in range(colors):
            if (nearest == n).any():
                centers[n] = points[nearest == n].mean(0)
    nearest = ((points[:, None] - centers[None]) ** 2).sum(2).argmin(1)
    return nearest, centers.round().astype(np.uint8)


def write_zip(path: Path, files: dict[str, bytes]) -> None:
    """Write files into an archive without compression, because PNG files are compressed already."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)


def read_table() -> list[dict]:
    """Read make_pictures.tsv."""
    nouns = []
    for line in (DATA / "make_pictures.tsv").read_text(encoding="utf-8").splitlines():
        code, en, en_plural, fr, fr_plural, *colors = line.split("\t")
        nouns.append({
            "code": code,
            "en": [en] if en_plural == "-" else [en, en_plural],
            "fr": [fr] if fr_plural == "-" else [fr, fr_plural],
            "colors": [None if color in ("", "x") else color for color in colors],
            "sizes": [],
            "skip": [False, colors[1] == "x"],
        })
    return nouns


def draw(nouns: list[dict], number: int, folder: Path, ending: str) -> dict[str, bytes]:
    """Render the pictures of one set, and add their sizes to the nouns."""
    files, problems = {}, []
    for noun in nouns:
        path = None if noun["skip"][number] else find(folder, noun["code"], ending)
        if path is None:
            noun["sizes"].append(None)
            noun["colors"][number] = None
            continue
        image = render(path)
        try:
            if noun["colors"][number]:
                check_color(noun["en"][0], image, noun["colors"][number])
        except ValueError as error:
            problems.append(f"{error} (set {number})")
        noun["sizes"].append(list(image.size))
        files[f"{noun['code']}.png"] = compress(image)
    if problems:
        raise SystemExit("\n".join(problems))
    return files


def main() -> None:
    OUT.mkdir(exist_ok=True)
    nouns = read_table()
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, (package, assets, ending)) in enumerate(SETS.items()):
            files = draw(nouns, number, unpack(package, Path(folder)) / assets, ending)
            write_zip(OUT / name, files)
            print(f"{name}: {len(files)} pictures, {(OUT / name).stat().st_size} bytes")
    rows = [{key: noun[key] for key in ("code", "en", "fr", "colors", "sizes")} for noun in nouns]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    text = f'{{"format": "pictures", "version": {VERSION}, "nouns": [\n{lines}\n]}}\n'
    (OUT / "nouns.json").write_text(text, encoding="utf-8")
    print(f"nouns.json: {len(nouns)} nouns, {sum(1 for n in nouns if any(n['colors']))} with a color")


main()
