/** The pack as the domains read it. */
import type { z } from 'zod';
import type {
  announcementSchema,
  departmentSchema,
  institutionSchema,
  pharmaciesSchema,
  pharmacySchema,
  placesSchema,
  profileSchema,
} from './schema';
import type { facilitySchema } from './schema-facility';
import type { conditionSchema, programmeSchema } from './schema-programme';
import type { questionSchema } from './schema-questions';
import type { serviceSchema } from './schema-service';

export type Profile = z.infer<typeof profileSchema>;
export type Department = z.infer<typeof departmentSchema>;
export type Institution = z.infer<typeof institutionSchema>;
export type Places = z.infer<typeof placesSchema>;
export type Neighbourhood = Places['neighbourhoods'][number];
export type District = Places['districts'][number];
export type Place = Places['places'][number];
export type Announcement = z.infer<typeof announcementSchema>;
export type Pharmacy = z.infer<typeof pharmacySchema>;
export type Pharmacies = z.infer<typeof pharmaciesSchema>;
export type Service = z.infer<typeof serviceSchema>;
export type ServicePart = Service['parts'][number];
export type Facility = z.infer<typeof facilitySchema>;
export type QuestionPage = z.infer<typeof questionSchema>;
export type Programme = z.infer<typeof programmeSchema>;
export type ProgrammeVersion = Programme['versions'][number];
export type Condition = z.infer<typeof conditionSchema>;
export type AnyOf = Extract<Condition, { kind: 'any_of' }>;
/** A condition that looks at one answer. */
export type SingleCondition = Exclude<Condition, AnyOf>;

/** Everything a city edits, checked. */
export interface Pack {
  dir: string;
  profile: Profile;
  departments: Department[];
  /** Key of the department that takes what has none. */
  fallbackDepartment: string;
  institutions: Institution[];
  places: Places;
  announcements: Announcement[];
  pharmacies: Pharmacies;
  services: Service[];
  facilities: Facility[];
  questions: QuestionPage[];
  programmes: Programme[];
}
