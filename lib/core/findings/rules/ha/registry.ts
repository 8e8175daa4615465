import type { RuleDefinition } from '@/lib/core/findings/rule-definition'
import { ha001 } from './ha-001.rule'
import { ha002 } from './ha-002.rule'
import { ha003 } from './ha-003.rule'
import { ha004 } from './ha-004.rule'
import { ha005 } from './ha-005.rule'
import { ha006 } from './ha-006.rule'
import { ha007 } from './ha-007.rule'
import { ha008 } from './ha-008.rule'
import { ha009 } from './ha-009.rule'
import { ha010 } from './ha-010.rule'
import { ha011 } from './ha-011.rule'
import { ha012 } from './ha-012.rule'
import { ha013 } from './ha-013.rule'
import { ha014 } from './ha-014.rule'
import { ha015 } from './ha-015.rule'
import { ha016 } from './ha-016.rule'

export const haRules: readonly RuleDefinition[] = [
  ha001,
  ha002,
  ha003,
  ha004,
  ha005,
  ha006,
  ha007,
  ha008,
  ha009,
  ha010,
  ha011,
  ha012,
  ha013,
  ha014,
  ha015,
  ha016,
]
