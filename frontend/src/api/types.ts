import type { components, paths } from './schema';

type Schemas = components['schemas'];

/** One data set as seen by one model, with its running metrics. */
export type Screening = Schemas['Screening'];
/** The running accuracy and mask score of one group of a screening. */
export type Group = Screening['groups'][number];
/** The running mask score of a screening, with its null. */
export type MaskScore = NonNullable<Screening['maskScore']>;
/** How spuriosity is spread in a screening against its reference. */
export type Ranks = Schemas['Ranks'];
/** The same of one predicted class. */
export type ClassRanks = Schemas['ClassRanks'];
/** A share with its 95 % Wilson interval. */
export type Estimate = Schemas['Estimate'];
/** What was measured in one second. */
export type HistoryPoint = Schemas['HistoryPoint'];
/** Rejected events, counted by reason. */
export type Rejects = Schemas['Rejects'];
/** What a worker last said of itself. */
export type WorkerReport = Schemas['WorkerReport'];
/** One scored image, as the listing and the stream show it. */
export type ImageSummary = Schemas['ImageSummary'];
/** One scored image with all that was found about it. */
export type ImageDetail = Schemas['ImageDetail'];
/** An answer that says what was wrong. */
export type Problem = Schemas['Problem'];
/** The member that answers, and whether the pieces it needs are there. */
export type Status = Schemas['Status'];

/** Where a training stands. */
export type TrainingSummary = Schemas['TrainingSummary'];
/** The same, with its finished epochs. */
export type Training = Schemas['Training'];
/** A finished epoch of a training. */
export type TrainingEpoch = Schemas['TrainingEpoch'];

/** A way in which a model can be audited. */
export type AuditMethod = Schemas['AuditMethod'];
/** Where an audit is in its life. */
export type AuditState = Schemas['AuditState'];
/** Where an audit stands. */
export type AuditSummary = Schemas['AuditSummary'];
/** The same, with its spec, its stages and its units. */
export type Audit = Schemas['Audit'];
/** What is audited. */
export type AuditSpec = Schemas['AuditSpec'];
/** An audit that is asked for. */
export type NewAudit = Schemas['NewAudit'];
/** What it would cost. */
export type AuditEstimate = Schemas['AuditEstimate'];
/** How far an audit is. */
export type AuditProgress = Schemas['AuditProgress'];
/** One of its stages. */
export type AuditStage = Schemas['AuditStage'];
/** Time left, with its uncertainty. */
export type AuditLeft = Schemas['AuditLeft'];

/** Every class of an audit on spuriosity. */
export type SpuriosityClasses = Schemas['SpuriosityClasses'];
/** One class of it, with all that was found about it. */
export type SpuriosityClass = Schemas['SpuriosityClass'];
/** Every feature that matters, with its classes. */
export type SpuriosityFeatures = Schemas['SpuriosityFeatures'];
/** What shows a feature. */
export type SpuriosityEvidence = Schemas['SpuriosityEvidence'];
/** The gaps of all classes on all models. */
export type SpuriosityGaps = Schemas['SpuriosityGaps'];
/** What is lost with the regions of features, model beside model. */
export type SpuriositySensitivity = Schemas['SpuriositySensitivity'];
/** What all models lose with the regions of the features of a class. */
export type SpuriosityClassSensitivity = Schemas['SpuriosityClassSensitivity'];
/** Each drop of a model. */
export type SpuriosityModelSensitivity = Schemas['SpuriosityModelSensitivity'];
/** Drops, one array of each figure. */
export type SpuriosityDrops = Schemas['SpuriosityDrops'];
/** How the region of a feature is corrupted. */
export type SpuriosityCorruption = Schemas['SpuriosityCorruption'];
/** Cues that nobody named. */
export type SpuriosityDiscovery = Schemas['SpuriosityDiscovery'];
/** Cues that the data set tells of. */
export type SpuriosityConcepts = Schemas['SpuriosityConcepts'];
/** Tuned heads. */
export type SpuriosityTuning = Schemas['SpuriosityTuning'];
/** A measured figure with its interval. */
export type SpuriosityFigure = Schemas['SpuriosityFigure'];
/** Accuracy on a stretch of spuriosity ranks. */
export type SpuriosityPart = Schemas['SpuriosityPart'];
/** Whether a feature belongs to a class. */
export type SpuriosityVerdict = Schemas['SpuriosityVerdict'];
/** Who said so. */
export type SpuriositySource = Schemas['SpuriositySource'];

/** First message of the live feed. */
export type LiveHello = Schemas['LiveHello'];
/** The whole state. */
export type LiveSnapshot = Schemas['LiveSnapshot'];
/** What changed since the message before. */
export type LiveDelta = Schemas['LiveDelta'];
/** A sign of life. */
export type LivePing = Schemas['LivePing'];
/** Whatever the server may say on the live feed. */
export type LiveMessage = LiveHello | LiveSnapshot | LiveDelta | LivePing;

/** A member of the cluster, with what its worker last said. */
export type Member = Schemas['Member'];
/** An event that could not be screened. */
export type DeadLetter = Schemas['DeadLetter'];
/** One of Telltale's topics, and how far the workers have read it. */
export type Topic =
  paths['/api/topics']['get']['responses'][200]['content']['application/json']['topics'][number];
/** One page of a list of images. */
export type ImagesPage =
  paths['/api/images']['get']['responses'][200]['content']['application/json'];
/** One page of the dead letters. */
export type DeadLettersPage =
  paths['/api/dead-letters']['get']['responses'][200]['content']['application/json'];
/** A data set that the answering member has opened. */
export type DataSet = Schemas['DataSet'];
/** How the check of a data set's files stands. */
export type DataCheckState = Schemas['DataCheckState'];
/** The same, with what the last check found. */
export type DataCheck = Schemas['DataCheck'];
/** What the columns of a data set tell. */
export type DataOverview = Schemas['DataOverview'];
/** Combinations of label and groups. */
export type DataGroups = Schemas['DataGroups'];
/** One of these. */
export type DataGroup = Schemas['DataGroup'];
/** What goes with what. */
export type DataCorrelations = Schemas['DataCorrelations'];
/** How two things go together. */
export type DataCorrelation = Schemas['DataCorrelation'];
/** What opening every file told. */
export type DataFiles = Schemas['DataFiles'];
/** Something that is wrong with a data set. */
export type DataFault = Schemas['DataFault'];
/** Pictures whose files hold the same bytes. */
export type EqualPictures = Schemas['EqualPictures'];
