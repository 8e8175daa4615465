import { z } from 'zod'
import { slugSchema } from './slug'

export const participantSchema = z.strictObject({
  key: slugSchema,
  name: z.string(),
  /** The nodes that play this part; the health of the step is theirs. */
  nodes: z.array(slugSchema).min(1),
})

export type Participant = z.infer<typeof participantSchema>

const limitSchema = z.strictObject({ count: z.int().min(1), perSeconds: z.number().positive() })

export interface FlowBranch {
  readonly when: string
  readonly steps: readonly FlowStep[]
}
export interface FlowMessage {
  readonly type: 'message'
  readonly from: string
  readonly to: string
  readonly text: string
  readonly isReply?: boolean | undefined
  readonly links?: readonly string[] | undefined
  /** What the receiver checks or enforces there: an IP allow list, a signature. */
  readonly control?: string | undefined
  readonly limit?: z.infer<typeof limitSchema> | undefined
}
export interface FlowAlternatives {
  readonly type: 'alternatives'
  readonly branches: readonly FlowBranch[]
}
export type FlowStep = FlowMessage | FlowAlternatives

/** A message from a participant to itself is work that it does alone. */
const messageSchema = z.strictObject({
  type: z.literal('message'),
  from: slugSchema,
  to: slugSchema,
  text: z.string(),
  isReply: z.boolean().optional(),
  links: z.array(slugSchema).optional().meta({ description: 'Links that it travels over.' }),
  control: z.string().optional(),
  limit: limitSchema.optional(),
})

const alternativesSchema = z.strictObject({
  type: z.literal('alternatives'),
  branches: z.array(
    z.strictObject({
      when: z.string(),
      get steps(): z.ZodArray<z.ZodType<FlowStep>> {
        return z.array(flowStepSchema)
      },
    }),
  ),
})

/** A message, or branches of which one is taken. */
export const flowStepSchema: z.ZodType<FlowStep> = z
  .discriminatedUnion('type', [messageSchema, alternativesSchema])
  .meta({ id: 'FlowStep' })

/** A sequence of messages through the estate. */
export const flowSchema = z.strictObject({
  slug: slugSchema,
  name: z.string(),
  /** What sets it off, as specified: `POST /api/webhook`. */
  request: z.string().optional(),
  headers: z.array(z.string()).default([]),
  participants: z.array(participantSchema).min(1),
  steps: z.array(flowStepSchema).min(1),
  specifiedIn: z.array(z.string()).min(1),
})

/** Every message of a flow in reading order, those of all branches included. */
export function messagesOf(steps: readonly FlowStep[]): readonly FlowMessage[] {
  return steps.flatMap((step) =>
    step.type === 'message' ? [step] : step.branches.flatMap((branch) => messagesOf(branch.steps)),
  )
}
