import { expect, test } from "vitest";
import { sidecarEnvironment } from "./environment.ts";

test("lets through what finds programs and the network, and the studio's settings, and nothing else", () => {
  const shell = {
    PATH: "/bin",
    Path: "C:\\bin", // Windows spells it so
    HOME: "/home/a",
    HTTPS_PROXY: "http://127.0.0.1:3128",
    npm_config_cache: "/cache",
    AWS_SECRET_ACCESS_KEY: "x",
    GITHUB_TOKEN: "x",
    GATEHOUSE_KEY: "x",
    GATEHOUSE_HOME: "/wrong",
    NODE_OPTIONS: "--require ./evil.js",
    NODE_PATH: "/evil",
    LD_PRELOAD: "/evil.so",
    npm_config__authToken: "x",
    UNDEFINED: undefined,
  };
  expect(sidecarEnvironment(shell, { GATEHOUSE_HOME: "/home/a/studio", GATEHOUSE_AGENTS_PORT: "1" })).toEqual({
    PATH: "/bin",
    Path: "C:\\bin",
    HOME: "/home/a",
    HTTPS_PROXY: "http://127.0.0.1:3128",
    npm_config_cache: "/cache",
    GATEHOUSE_HOME: "/home/a/studio",
    GATEHOUSE_AGENTS_PORT: "1",
  });
});
