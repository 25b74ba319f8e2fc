import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Builds the gallery alone: `vite build --config src-renderer/ui/gallery/vite.config.ts`. No part of the product. */
export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  publicDir: false,
  base: "./",
  plugins: [react(), tailwindcss()],
  build: {
    outDir: new URL("../../../.cache/gallery", import.meta.url).pathname,
    emptyOutDir: true,
    rolldownOptions: { input: new URL("gallery.html", import.meta.url).pathname },
  },
});
