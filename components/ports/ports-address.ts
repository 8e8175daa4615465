'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { type PortVerdict, portVerdicts } from '@/lib/core/ports/port-verdict'
import { goToQuery } from '../ui/address'

export const portForms = ['matrix', 'list', 'scans'] as const

/** What the page shows, as its address says it: a link to it shows somebody else the same. */
export interface PortsAddress {
  readonly form: (typeof portForms)[number]
  readonly find: string
  readonly verdict: PortVerdict | null
  readonly class: string | null
  /** The cell whose details are open: `nginx-1:443/tcp`. */
  readonly cell: string | null
  /** The two moments between which the scans are compared; the oldest and the newest without. */
  readonly from: string | null
  readonly to: string | null
}

export interface PortsAddressControl {
  readonly address: PortsAddress
  go(change: Partial<PortsAddress>): void
}

export function usePortsAddress(): PortsAddressControl {
  const query = useSearchParams()
  const address = useMemo(() => parsePortsAddress(query), [query])
  const go = useCallback((change: Partial<PortsAddress>) => {
    const now = parsePortsAddress(new URLSearchParams(location.search))
    goToQuery(formatPortsAddress({ ...now, ...change }))
  }, [])
  return { address, go }
}

export function parsePortsAddress(query: { get(name: string): string | null }): PortsAddress {
  return {
    form: portForms.find((form) => form === query.get('as')) ?? 'matrix',
    find: query.get('find') ?? '',
    verdict: portVerdicts.find((verdict) => verdict === query.get('verdict')) ?? null,
    class: query.get('class'),
    cell: query.get('cell'),
    from: query.get('from'),
    to: query.get('to'),
  }
}

/** Only what was said, so that the address stays short. */
export function formatPortsAddress(address: PortsAddress): string {
  const parts = new URLSearchParams()
  if (address.form !== 'matrix') parts.set('as', address.form)
  if (address.find !== '') parts.set('find', address.find)
  if (address.verdict !== null) parts.set('verdict', address.verdict)
  if (address.class !== null) parts.set('class', address.class)
  if (address.cell !== null) parts.set('cell', address.cell)
  if (address.from !== null) parts.set('from', address.from)
  if (address.to !== null) parts.set('to', address.to)
  const text = parts.toString()
  return text === '' ? '' : `?${text}`
}
