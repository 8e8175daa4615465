'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useState } from 'react'
import { changedQuery, goToQuery, queryReturns } from './address'

/** The parts of an address by their names; one that is not said is empty. */
export type Address<Name extends string> = Readonly<Record<Name, string>>

/** What a page shows, as its address says it: a link to it shows somebody else the same. */
export function useAddress<Name extends string>(names: readonly Name[]) {
  const query = useSearchParams()
  const address = Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])) as Address<Name>
  const go = useCallback((parts: Partial<Address<Name>>) => {
    goToQuery(changedQuery(location.search, parts))
  }, [])
  return { address, go }
}

/** A text that is being typed, which the address says as well. The field shows each letter at once. */
export function useTyped(name: string): readonly [string, (text: string) => void] {
  const query = useSearchParams()
  const [typed, setTyped] = useState(query.get(name) ?? '')
  useEffect(() => {
    const onReturn = () => setTyped(new URLSearchParams(location.search).get(name) ?? '')
    queryReturns.addEventListener('return', onReturn)
    return () => queryReturns.removeEventListener('return', onReturn)
  }, [name])
  const type = useCallback(
    (text: string) => {
      setTyped(text)
      goToQuery(changedQuery(location.search, { [name]: text }), 'typing')
    },
    [name],
  )
  return [typed, type]
}
