import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App, createAppRouter } from "./app/index.tsx";
import {
  createBrowserOpener,
  createElectronOpener,
  createStudio,
  electronBridge,
  takeLaunchCode,
} from "./client/index.ts";
import "./styles/studio.css";

const bridge = electronBridge();
// The code leaves the address before the router reads it as one.
const launchCode = takeLaunchCode();
const studio = createStudio(bridge === undefined ? createBrowserOpener(launchCode) : createElectronOpener(bridge));
const router = createAppRouter();
studio.connection.connect();

const root = document.getElementById("root");
if (root === null) throw new Error("internal: the page has no root");
createRoot(root).render(
  <StrictMode>
    <App studio={studio} router={router} />
  </StrictMode>,
);
