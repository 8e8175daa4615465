/** From least to most. Each role may do all that those before it may. */
export const roles = ['auditor', 'operator', 'commander', 'admin'] as const
export type Role = (typeof roles)[number]

export function roleIncludes(held: Role, needed: Role): boolean {
  return roles.indexOf(held) >= roles.indexOf(needed)
}

/** Who does something: a person, a token that a person made, or a part of Switchyard itself. */
export type Actor =
  | { readonly type: 'user'; readonly id: string; readonly email: string; readonly role: Role }
  | { readonly type: 'token'; readonly id: string; readonly name: string; readonly role: Role }
  | { readonly type: 'system'; readonly name: string; readonly role: 'admin' }

/** How an actor is named in the audit log. */
export function actorName(actor: Actor): string {
  switch (actor.type) {
    case 'user':
      return actor.email
    case 'token':
      return `token ${actor.name}`
    case 'system':
      return `system ${actor.name}`
  }
}
