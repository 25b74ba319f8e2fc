/**
 * The people's door as a mechanism: ports, connections, who may call what, and errors that say no more than the contract knows. It
 * refuses every procedure to a connection that is not signed in with the role that the contract names, and deciding to everything
 * that is not the studio's window.
 */
export { createConnection, type Connection, type RpcContext, type Seat, type SignedIn } from "./connection.ts";
export { contractError, toContractError } from "./contract-error.ts";
export { assertAccess } from "./guard.ts";
export { listenForPeople } from "./people-socket.ts";
export { guardPort, RelayedPort, type Port } from "./port.ts";
