import type { Page } from "playwright/test";
import { signIn } from "../person/sign-in.ts";
import { setUpStudio, type SetUp, type SetUpOptions } from "./set-up.ts";
import type { RunningStudio } from "./studio.ts";

/** Sets up the studio that a window looks at, and signs the window in. For scenarios that begin later than the first run. */
export async function enterSetUp(
  { page, studio }: { readonly page: Page; readonly studio: RunningStudio | null },
  options: SetUpOptions,
): Promise<SetUp> {
  if (!studio)
    throw new Error("only the browser host hands out windows to set a studio up through: tag the scenario @browser");
  const setUp = await setUpStudio(await studio.newWindow(), options);
  if (page.url() === "about:blank") await page.goto(studio.window);
  else await page.reload();
  await signIn(page);
  return setUp;
}
