import type { RegisteredCheck } from './register-check'

/** Every check kind, in the order in which people see them: `registerCheck(<kind>Check)`, one line a kind. */
export const checkKinds: readonly RegisteredCheck[] = []
