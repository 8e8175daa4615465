'use client'

import { useQuery } from '@tanstack/react-query'
import { useMay } from '@/lib/client/person'
import { apiQuery } from '@/lib/client/queries/api-query'
import { listImportKinds } from '@/lib/core/api/imports'
import { Page } from '../ui/page'
import { FailureMessage, Skeleton } from '../ui/state-message'
import { ImportHistory } from './import-history'
import { ImportKinds } from './import-kinds'
import { ImportSection } from './import-section'

/** What other tools saw or declare, taken in as files. */
export function ImportsPage() {
  const kinds = useQuery(apiQuery(listImportKinds, {}))
  const mayImport = useMay('operator')
  return (
    <Page
      title="Imports"
      summary="What other tools saw or declare: read line by line, planned, then taken over whole or not at all."
    >
      {kinds.data ? (
        <>
          {mayImport ? <ImportSection kinds={kinds.data.kinds} /> : null}
          <ImportHistory kinds={kinds.data.kinds} />
          <ImportKinds kinds={kinds.data.kinds} />
        </>
      ) : kinds.error ? (
        <FailureMessage
          what="What can be imported"
          error={kinds.error}
          onRetry={() => void kinds.refetch()}
        />
      ) : (
        <Skeleton label="what can be imported" rows={6} />
      )}
    </Page>
  )
}
