'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { goToQuery } from '../../ui/address'
import { formatHide, type HideRule, parseHide } from './hide-rule'

/** What the map shows, as its address says it: a link to it shows somebody else the same. */
export interface MapAddress {
  readonly view: string | null
  readonly node: string | null
  readonly form: 'map' | 'table' | null
  /** What was typed to be found in the view. */
  readonly find: string
  readonly hide: HideRule
  /** The nodes that a what-if assumes to fail; null outside of a what-if. */
  readonly fail: readonly string[] | null
}

export interface MapAddressControl {
  readonly address: MapAddress
  /** Goes there; Back returns. */
  go(change: Partial<MapAddress>): void
}

export function useMapAddress(): MapAddressControl {
  const query = useSearchParams()
  const address = useMemo(() => parseMapAddress(query), [query])
  const go = useCallback((change: Partial<MapAddress>) => {
    const now = parseMapAddress(new URLSearchParams(location.search))
    goToQuery(formatMapAddress({ ...now, ...change }))
  }, [])
  return { address, go }
}

interface Query {
  get(name: string): string | null
}

export function parseMapAddress(query: Query): MapAddress {
  const form = query.get('as')
  const fail = query.get('fail')
  return {
    view: query.get('view'),
    node: query.get('node'),
    form: form === 'map' || form === 'table' ? form : null,
    find: query.get('find') ?? '',
    hide: parseHide(query.get('hide')),
    fail: fail === null ? null : fail.split(',').filter((slug) => slug !== ''),
  }
}

/** `?view=zones&node=php-1`; only what was said, so that the address stays short. */
export function formatMapAddress(address: MapAddress): string {
  const hide = formatHide(address.hide)
  const parts = [
    address.view && `view=${address.view}`,
    address.node && `node=${address.node}`,
    address.form && `as=${address.form}`,
    address.find && `find=${encodeURIComponent(address.find)}`,
    hide && `hide=${hide}`,
    address.fail && `fail=${address.fail.join(',')}`,
  ].filter(Boolean)
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}
