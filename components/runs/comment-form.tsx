'use client'

import { type FormEvent, useRef } from 'react'
import { useApiMutation } from '@/lib/client/queries/api-query'
import { commentOnRun, readRun } from '@/lib/core/api/runs'
import { Button } from '../ui/button'
import { TextArea } from '../ui/field'
import { Form, FormProblem } from '../ui/form'
import styles from './run-aside.module.css'

/** A sentence for the others, and for the report. */
export function CommentForm({ id }: { readonly id: string }) {
  const form = useRef<HTMLFormElement>(null)
  const comment = useApiMutation(commentOnRun, [readRun])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('text')).trim()
    comment.mutate({ params: { id }, body: { text } }, { onSuccess: () => form.current?.reset() })
  }
  return (
    <Form ref={form} onSubmit={submit}>
      <TextArea
        label="Comment"
        name="text"
        placeholder="For the others, and for the report"
        rows={2}
        maxLength={2_000}
        required
      />
      <FormProblem error={comment.error} />
      <div className={styles.send}>
        <Button type="submit" tone="ghost" disabled={comment.isPending}>
          Add comment
        </Button>
      </div>
    </Form>
  )
}
