import type { Command } from "commander";
import type { Asked, DoorCommands } from "./door-commands.ts";

const hosts = () => import("./hosts.ts");

/** Hosts inside that connectors and providers may be at. */
export function addHostCommands(program: Command, { asMember, say }: DoorCommands): void {
  const host = program
    .command("hosts")
    .description("hosts of this machine and of private networks that connectors and providers may be at");
  asMember(host.command("list"))
    .description("list them")
    .action(async (flags: Asked) => say(flags.json, await (await hosts()).listHosts(flags)));
  asMember(host.command("allow"))
    .description("allow one")
    .argument("<host>", "such as 127.0.0.1:3000; without a port: every port of it")
    .action(async (host: string, flags: Asked) => say(flags.json, await (await hosts()).allowHost(flags, host)));
  asMember(host.command("remove"))
    .description("take one off the list; what is connected there ends")
    .argument("<host>")
    .action(async (host: string, flags: Asked) => say(flags.json, await (await hosts()).removeHost(flags, host)));
}
