import { useState } from "react";
import { useAction, useRead, useStudio } from "../../client/index.ts";
import type { OrganizationInput } from "./organization-form.tsx";
import type { SampleChoice } from "./samples.tsx";

/** Where the first run stands. The recovery key lives here, in the component, and is gone with the step. */
export type Step =
  | { readonly kind: "organization" }
  | { readonly kind: "recovery"; readonly recoveryKey: string }
  | { readonly kind: "samples" }
  | { readonly kind: "done"; readonly added: number };

/** Joins the first run to the studio. */
export function useFirstRun() {
  const { api, setUp } = useStudio();
  const [step, setStep] = useState<Step>({ kind: "organization" });
  const create = useAction((input: OrganizationInput) => setUp(input));
  const add = useAction((samples: readonly SampleChoice[]) => api.connectors.addSamples({ samples: [...samples] }));
  const samples = useSamples(step.kind === "samples");

  return {
    step,
    samples,
    create: {
      ...create,
      onCreate: async (input: OrganizationInput): Promise<void> => {
        const outcome = await create.run(input);
        if (outcome.kind === "done") setStep({ kind: "recovery", recoveryKey: outcome.value.recoveryKey });
      },
    },
    onStored: () => setStep({ kind: "samples" }),
    add: {
      ...add,
      onAdd: async (chosen: readonly SampleChoice[]): Promise<void> => {
        const outcome = await add.run(chosen);
        if (outcome.kind === "done") setStep({ kind: "done", added: outcome.value.length });
      },
    },
    onSkip: () => setStep({ kind: "done", added: 0 }),
  };
}

function useSamples(isWanted: boolean) {
  const { rpc } = useStudio();
  return useRead({ ...rpc.connectors.samples.queryOptions(), enabled: isWanted });
}
