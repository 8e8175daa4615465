'use client'

import Link from 'next/link'
import { useState } from 'react'
import { useApiMutation } from '@/lib/client/queries/api-query'
import { listAudit } from '@/lib/core/api/audit'
import { applyImport, type ImportKindWire, listImports, previewImport } from '@/lib/core/api/imports'
import { getInventoryEndpoint, listRevisionsEndpoint } from '@/lib/core/api/inventory'
import { MOST_IMPORT_BYTES } from '@/lib/core/imports/import-limit'
import { FormProblem } from '../ui/form'
import { Section } from '../ui/page'
import { Skeleton } from '../ui/state-message'
import { ApplyPlan } from './apply-plan'
import type { Choice } from './choice'
import { FileDrop } from './file-drop'
import { ImportChoices } from './import-choices'
import styles from './imports.module.css'
import { LineView } from './line-view'
import { PlanView } from './plan-view'

/** From file to lines to plan to what is known: nothing is taken over that was not shown before. */
export function ImportSection({ kinds }: { readonly kinds: readonly ImportKindWire[] }) {
  const [choice, setChoice] = useState<Choice | null>(null)
  const [tooLarge, setTooLarge] = useState<Error | null>(null)
  const preview = useApiMutation(previewImport, [])
  const apply = useApiMutation(applyImport, [
    listImports,
    listAudit,
    getInventoryEndpoint,
    listRevisionsEndpoint,
  ])
  const seen = preview.data
  const kind = kinds.find((one) => one.kind === seen?.kind)

  function look(next: Choice) {
    setChoice(next)
    apply.reset()
    preview.mutate({ params: { kind: next.kind }, query: queryOf(next), body: next.file })
  }

  function take(file: File) {
    setTooLarge(null)
    preview.reset()
    if (file.size > MOST_IMPORT_BYTES) {
      setChoice(null)
      apply.reset()
      setTooLarge(new Error(`${file.name} is larger than ${MOST_IMPORT_BYTES / 1_048_576} MB. Split it.`))
      return
    }
    const madeAt = new Date(Math.min(file.lastModified, Date.now())).toISOString()
    look({ file, kind: 'auto', vantage: undefined, node: undefined, observedAt: madeAt })
  }

  function confirm(plan: string, message: string, onDone: () => void) {
    if (choice === null || seen === undefined) return
    const query = { ...queryOf(choice), plan, ...(message === '' ? {} : { message }) }
    apply.mutate(
      { params: { kind: seen.kind }, query, body: choice.file },
      {
        onSuccess: () => {
          onDone()
          preview.reset()
          setChoice(null)
        },
      },
    )
  }

  return (
    <Section title="Import a file" note="Nothing is taken over before you have seen what would change.">
      <div className={styles.panel}>
        <FileDrop file={choice?.file ?? null} onFile={take} />
        {apply.data ? (
          <p role="status">
            {apply.data.file} was imported: {apply.data.added} added, {apply.data.changed} changed,{' '}
            {apply.data.removed} removed.{' '}
            <Link href={`/audit?subject=${encodeURIComponent(apply.data.auditSubject)}`}>
              Its audit entry
            </Link>
          </p>
        ) : null}
        <FormProblem error={tooLarge ?? preview.error} />
        {choice === null ? null : (
          <ImportChoices choice={choice} kinds={kinds} seenKind={seen?.kind} onChange={look} />
        )}
        {preview.isPending ? <Skeleton label="what the file says" rows={3} /> : null}
        {seen && choice ? (
          <>
            <LineView preview={seen} />
            <PlanView preview={seen} kind={kind} />
            {seen.plan ? (
              <ApplyPlan plan={seen.plan} preview={seen} apply={apply} onConfirm={confirm} />
            ) : null}
          </>
        ) : null}
      </div>
    </Section>
  )
}

function queryOf({ file, vantage, node, observedAt }: Choice) {
  return {
    file: file.name.slice(0, 200),
    observedAt,
    ...(vantage === undefined ? {} : { vantage }),
    ...(node === undefined ? {} : { node }),
  }
}
