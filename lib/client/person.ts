'use client'

import { createContext, useContext } from 'react'
import { type Role, roleIncludes } from '@/lib/core/auth/role'

/** Who is signed in. */
export interface Person {
  readonly name: string
  readonly email: string
  readonly role: Role
}

export const PersonContext = createContext<Person | null>(null)

export function usePerson(): Person {
  const person = useContext(PersonContext)
  if (person === null) throw new Error('usePerson needs the console around it')
  return person
}

/** Whether to offer an action. The API decides; this only spares people a refusal. */
export function useMay(role: Role): boolean {
  return roleIncludes(usePerson().role, role)
}
