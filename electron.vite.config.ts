import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

const { version } = JSON.parse(readFileSync(resolve(import.meta.dirname, "package.json"), "utf8")) as {
  version: string;
}; // Our own file.

const path = (relative: string): string => resolve(import.meta.dirname, relative);

/**
 * electron-vite declares `__dirname` in every chunk that mentions it; a package that declares one of its own (`open` does) would then
 * declare it twice, and the chunk would not load.
 */
const ownDirname = {
  name: "own-dirname",
  transform(code: string) {
    if (!/^(?:const|let|var) __(?:dir|file)name\b/m.test(code)) return null;
    return { code: code.replaceAll(/\b__(dir|file)name\b/g, "own_$1name"), map: null };
  },
};

/**
 * One build, two hosts. What package.json lists under `dependencies` stays outside the bundles (electron-vite's default);
 * everything else is bundled, so the installed product has only the packages that carry native or WASM code.
 */
export default defineConfig({
  main: {
    define: { __GATEHOUSE_VERSION__: JSON.stringify(version) },
    plugins: [ownDirname],
    build: {
      outDir: "out/main",
      target: "node22", // the oldest that runs the host, the sidecar and the command line; Electron's is newer
      sourcemap: "hidden",
      rolldownOptions: {
        input: {
          main: path("src-main/main.ts"),
          host: path("src-main/host.ts"),
          cli: path("src-main/cli.ts"),
          sidecar: path("src-sidecar/sidecar.ts"),
        },
        // Chunks lie beside the entries: `import.meta.dirname` is then out/main wherever a module ends up.
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "chunk-[name]-[hash].js" },
      },
    },
  },
  preload: {
    build: {
      outDir: "out/preload",
      // A sandboxed preload can require only `electron`, and in a package of type "module" it is CommonJS only as .cjs.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: path("src-main/preload/preload.ts") },
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: path("src-renderer"),
    publicDir: false,
    plugins: [react(), tailwindcss()],
    server: { host: "127.0.0.1", port: 5173, strictPort: true },
    build: {
      outDir: path("out/renderer"),
      emptyOutDir: true,
      target: "es2023", // the browser host opens whatever browser a person uses
      assetsInlineLimit: 0, // the page's policy allows no font or style from a data: address
      modulePreload: { polyfill: false },
      minify: true, // electron-vite's default is false
      sourcemap: false,
      rolldownOptions: { input: { index: path("src-renderer/index.html") } },
    },
  },
});
