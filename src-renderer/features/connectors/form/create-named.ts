import { codeOf } from "../../../client/index.ts";

const MAX_NAMES = 9;

/** Makes something under the first of `name`, `name 2`, `name 3` … that is free. */
export async function createNamed<T>(name: string, create: (name: string) => Promise<T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await create(count === 1 ? name : `${name.slice(0, 76)} ${count}`);
    } catch (error) {
      if (codeOf(error) !== "name_taken" || count === MAX_NAMES) throw error;
    }
  }
}
