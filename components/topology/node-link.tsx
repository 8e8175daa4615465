'use client'

import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'
import { useStructure } from '@/lib/client/live/live-context'
import { mapHref, nodeName } from './map-href'

/** A node's name, leading to it on the map; on the map, in the view that is open where that shows it. */
export function NodeLink({ slug }: { readonly slug: string }) {
  const structure = useStructure()
  const view = useSearchParams().get('view')
  return <Link href={mapHref(structure, slug, view)}>{nodeName(structure, slug)}</Link>
}

/** The names that people know nodes by; the same function until the inventory changes. */
export function useNodeNames(): (slug: string) => string {
  const structure = useStructure()
  return useCallback((slug: string) => nodeName(structure, slug), [structure])
}

/** Names joined by commas, each a link. */
export function NodeLinks({ slugs }: { readonly slugs: readonly string[] }) {
  return slugs.map((slug, index) => (
    <span key={slug}>
      {index > 0 ? ', ' : ''}
      <NodeLink slug={slug} />
    </span>
  ))
}
