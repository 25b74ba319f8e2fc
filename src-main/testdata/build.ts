import { join } from "node:path";
import { build } from "vite";

const root = join(import.meta.dirname, "..");

/** Builds entries of `src-main` as the product is built, into `outFolder`; `electron` stays outside. */
export async function buildEntries(names: readonly ("main" | "host" | "cli")[], outFolder: string): Promise<void> {
  await bundle(Object.fromEntries(names.map((name) => [name, join(root, `${name}.ts`)])), outFolder, "es");
}

export async function buildPreload(outFolder: string): Promise<void> {
  await bundle({ preload: join(root, "preload", "preload.ts") }, outFolder, "cjs");
}

async function bundle(input: Record<string, string>, outDir: string, format: "es" | "cjs"): Promise<void> {
  await build({
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, target: "node" },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: "node22",
      rolldownOptions: {
        input,
        external: ["electron"],
        output: {
          format,
          entryFileNames: format === "es" ? "[name].js" : "[name].cjs",
          chunkFileNames: "chunk-[name]-[hash].js",
        },
      },
    },
  });
}
