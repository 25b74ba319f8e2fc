import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const documents = globSync(["*.md", "docs/**/*.md", "src-*/**/*.md"], { cwd: ROOT });

/** @param {string} path */
const read = (path) => readFileSync(join(ROOT, path), "utf8");

/**
 * The anchors of a document's headings, as GitHub makes them.
 *
 * @param {string} text
 */
function anchorsIn(text) {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
  return headings.map((heading) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_\- ]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/**
 * Links inside the repository that lead nowhere.
 *
 * @param {string} from
 * @param {string} text
 */
function brokenLinks(from, text) {
  const prose = text.replaceAll(/```[\s\S]*?```/g, "");
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? from : normalize(join(dirname(from), path));
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !anchorsIn(target === from ? text : read(target)).includes(anchor);
  });
}

test("every link of a document into the repository leads somewhere", () => {
  expect(documents.length).toBeGreaterThan(30);
  expect(documents.flatMap((path) => brokenLinks(path, read(path)).map((link) => `${path}: ${link}`))).toEqual([]);
});

test("a link to a file or a heading that is not there is found", () => {
  const text =
    "# A `b` c\n[a](#a-b-c) [b](docs/README.md#guides) [c](https://example.org/x) [d](#a) [e](docs/none.md)\n";
  expect(brokenLinks("README.md", text)).toEqual(["#a", "docs/none.md"]);
});
