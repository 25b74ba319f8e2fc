import { once } from "node:events";
import { createTempHome } from "../../testkit/temp-home.ts";
import { sidecarOf } from "../harness/processes.ts";
import { connectWindow, FIRST_RUN, startStudio } from "../harness/studio.ts";

/** What happened when a second studio wanted the same home. */
export interface TwoOwnersReport {
  readonly refused: number;
  /** How often the home was free again after its owner had been killed. */
  readonly freed: number;
  readonly broken: readonly string[];
}

/** Starts two studios on one home, again and again; the first one dies by SIGKILL. */
export async function fightForHome(rounds: number): Promise<TwoOwnersReport> {
  using home = createTempHome();
  const start = () => startStudio(home.path, ["--agents-port", "0"]);
  const broken: string[] = [];
  let refused = 0;
  let freed = 0;
  for (let round = 0; round < rounds; round += 1) {
    const first = await start();
    freed += 1;
    const { door, close } = await connectWindow(first.window);
    if (round === 0) await door.studio.setUp(FIRST_RUN);
    try {
      await using second = await start();
      broken.push(`a second studio started on ${second.home}`);
    } catch (error) {
      if (String(error).includes("home_in_use")) refused += 1;
      else broken.push(`the second studio was refused for another reason: ${String(error)}`);
    }
    const { kind } = await door.studio.state();
    if (kind === "new" || kind === "unreadable") broken.push(`after a second start the studio is ${kind}`);
    close();
    const gone = once(first.host, "exit");
    process.kill(await sidecarOf(first.host.pid ?? 0), "SIGKILL");
    first.host.kill("SIGKILL");
    await gone;
  }
  return { refused, freed, broken };
}
