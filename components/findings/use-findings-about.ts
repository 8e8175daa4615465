'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { z } from 'zod'
import { apiQuery } from '@/lib/client/queries/api-query'
import { type FindingWire, listFindings } from '@/lib/core/api/findings'
import { countFindings, type FindingCount, findingsAbout } from '@/lib/core/findings/findings-about'

/** The list that the rail reads: one request for the whole page, read again when findings change. */
const everything = apiQuery(listFindings, { query: {} })

type Listed = z.output<(typeof listFindings)['response']>
const findingsOf = (list: Listed): readonly FindingWire[] => list.findings

/** All findings that are not resolved; undefined as long as nobody knows. */
export function useAllFindings(): readonly FindingWire[] | undefined {
  return useQuery({ ...everything, select: findingsOf }).data
}

/** How many findings are open about the subjects, and the worst; null for none, and as long as nobody knows. */
export function useFindingCount(subjects: readonly string[]): FindingCount | null {
  const key = subjects.join(' ')
  const select = useCallback(
    ({ findings }: Listed) => countFindings(findingsAbout(findings, key.split(' '))),
    [key],
  )
  return useQuery({ ...everything, select }).data ?? null
}

/** Whether the rules were asked: without that no badge says nothing about the estate. */
export function useHasLookedForFindings(): boolean | undefined {
  return useQuery({ ...everything, select: ({ evaluatedAt }) => evaluatedAt !== null }).data
}
