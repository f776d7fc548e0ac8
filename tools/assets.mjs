// Gather what the browser needs into build/assets: one style sheet, one script of
// htmx and one of ours, the fonts, and a sprite of only the icons we use.
//
// Run by tools/build_assets.py, or by hand with `npm run build`. Plain Node, no bundler:
// whitenoise compresses and names the files by their content when they are collected.
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const PACKAGES = path.join(ROOT, "node_modules");
const OURS = path.join(ROOT, "src/raceme/foundation/assets");
const OUT = path.join(ROOT, "build/assets");

// Scripts and alphabets of European languages; the others would only cost time to load.
const FONT_SUBSETS = ["latin", "latin-ext", "greek", "cyrillic"];

const text = (...parts) => readFile(path.join(...parts), "utf8");
// A map file that is not served would make the collecting of static files fail.
const withoutSourceMap = (source) => source.replace(/\/[/*]# sourceMappingURL=\S+( \*\/)?/g, "");

async function fonts() {
  const folder = path.join(PACKAGES, "@fontsource-variable/inter");
  const faces = (await text(folder, "wght.css")).match(/@font-face\s*{[^}]*}/g);
  const wanted = faces.filter((face) =>
    FONT_SUBSETS.some((subset) => face.includes(`inter-${subset}-wght-normal.woff2`)),
  );
  if (wanted.length !== FONT_SUBSETS.length) throw new Error("a font subset is missing");
  await mkdir(path.join(OUT, "fonts"), { recursive: true });
  for (const subset of FONT_SUBSETS) {
    const file = `inter-${subset}-wght-normal.woff2`;
    await copyFile(path.join(folder, "files", file), path.join(OUT, "fonts", file));
  }
  return wanted.join("\n").replaceAll("./files/", "fonts/");
}

async function styles() {
  const tabler = withoutSourceMap(await text(PACKAGES, "@tabler/core/dist/css/tabler.min.css"));
  const names = (await readdir(path.join(OURS, "theme"))).filter((n) => n.endsWith(".css")).sort();
  const theme = await Promise.all(names.map((name) => text(OURS, "theme", name)));
  await writeFile(path.join(OUT, "raceme.css"), [await fonts(), tabler, ...theme].join("\n"));
}

async function scripts() {
  const htmx = withoutSourceMap(await text(PACKAGES, "htmx.org/dist/htmx.min.js"));
  await writeFile(path.join(OUT, "htmx.js"), htmx);
  for (const name of ["raceme.js", "board.js"]) await copyFile(path.join(OURS, name), path.join(OUT, name));
}

async function icons() {
  const lines = (await text(OURS, "icons.txt")).split("\n").map((line) => line.trim());
  const symbols = [];
  for (const name of lines.filter((line) => line && !line.startsWith("#"))) {
    const drawing = await text(PACKAGES, "@tabler/icons/icons/outline", `${name}.svg`);
    const inside = drawing.slice(drawing.indexOf(">", drawing.indexOf("<svg")) + 1);
    const shapes = inside.replace("</svg>", "").replace(/\s*\n\s*/g, "");
    symbols.push(
      `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" ` +
        `stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`,
    );
  }
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
  await writeFile(path.join(OUT, "icons.svg"), sprite);
  await copyFile(path.join(OURS, "logo.svg"), path.join(OUT, "logo.svg"));
}

async function licences() {
  const owed = ["@tabler/core", "@tabler/icons", "@fontsource-variable/inter", "htmx.org"];
  const texts = [];
  for (const name of owed) {
    const about = JSON.parse(await text(PACKAGES, name, "package.json"));
    const file = (await readdir(path.join(PACKAGES, name))).find((n) => /^licen[cs]e/i.test(n));
    const licence = file ? await text(PACKAGES, name, file) : `Licence: ${about.license}\n`;
    texts.push(`${name} ${about.version}\n\n${licence}`);
  }
  await writeFile(path.join(OUT, "licences.txt"), texts.join(`\n${"-".repeat(72)}\n\n`));
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await Promise.all([styles(), scripts(), icons(), licences()]);
