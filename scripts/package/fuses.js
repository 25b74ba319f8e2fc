import { FuseV1Options, FuseVersion, flipFuses } from "@electron/fuses";

/**
 * Sets every fuse of this Electron, strictly: a new one in a later Electron stops the packaging until it is decided here.
 *
 * @param {string} binary The executable, or the .app folder on macOS.
 * @param {{ isForTests: boolean, isMacArm: boolean }} flavour Playwright drives the window through the inspector; a release has none.
 */
export async function setFuses(binary, { isForTests, isMacArm }) {
  await flipFuses(binary, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // On Apple silicon a changed binary does not start before it is signed again, if only ad hoc.
    resetAdHocDarwinSignature: isMacArm,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: isForTests,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    // The app does not start with a snapshot of its own: there is none.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // The window is served from a scheme of our own, so file: pages need no privileges.
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    // libsodium is WebAssembly.
    [FuseV1Options.WasmTrapHandlers]: true,
  });
}
