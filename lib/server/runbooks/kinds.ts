import type { RegisteredAction } from './actions/register-action'
import { actionKinds } from './actions/registry'
import type { RegisteredCheck } from './checks/register-check'
import { checkKinds } from './checks/registry'

/** The kinds of actions and checks that runs use. Tests make their own. */
export interface RunbookKinds {
  readonly actions: readonly RegisteredAction[]
  readonly checks: readonly RegisteredCheck[]
}

const registered: RunbookKinds = { actions: actionKinds, checks: checkKinds }
const shared = globalThis as typeof globalThis & { switchyardTestKinds?: RunbookKinds }

/** Those of the registries; in tests of the engine also the ones that they brought. */
export function runbookKinds(): RunbookKinds {
  const added = shared.switchyardTestKinds
  if (!added) return registered
  return {
    actions: [...registered.actions, ...added.actions],
    checks: [...registered.checks, ...added.checks],
  }
}

/** For tests, whose kinds are not for production. */
export function addTestKinds(kinds: RunbookKinds): void {
  shared.switchyardTestKinds = kinds
}

export function findAction(kind: string): RegisteredAction | undefined {
  return runbookKinds().actions.find((action) => action.kind === kind)
}

export function findCheck(kind: string): RegisteredCheck | undefined {
  return runbookKinds().checks.find((check) => check.kind === kind)
}

export function isDestructiveAction(kind: string, settings: unknown): boolean {
  const action = findAction(kind)
  return action?.isDestructive === true || action?.destroysWith?.(settings) === true
}
