'use client'

import type { ReactNode } from 'react'
import { type Person, PersonContext } from '@/lib/client/person'

export function PersonProvider({
  person,
  children,
}: {
  readonly person: Person
  readonly children: ReactNode
}) {
  return <PersonContext value={person}>{children}</PersonContext>
}
