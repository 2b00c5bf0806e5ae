import type { handleUnaryCall, Server } from "@grpc/grpc-js";
import type {
  AnalyzeRequest,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb.js";
import { completionsAnswer, infoAnswer, violationsAnswer, type PackTitle } from "./answers.ts";
import type { Judges } from "./judges.ts";
import { readLevel } from "./levels.ts";
import { requested } from "./requested.ts";
import { analyzer, AnalyzerService, Empty, grpc, plugin } from "./sdk.ts";

/** As in Pulumi's own packs: all resources of a stack come in one message. */
const LARGEST_MESSAGE = 400 * 1024 * 1024;

/**
 * A policy pack as the engine calls it: for each resource `remediate` and then `analyze`, one resource after another,
 * and `analyzeStack` at the end. The engine waits for each answer.
 */
export function analyzerServer(pack: PackTitle, judges: Judges): Server {
  const server = new grpc.Server({ "grpc.max_receive_message_length": LARGEST_MESSAGE });
  // Usually nothing is to be added, and then the question need not be read.
  const unread = { ...AnalyzerService.remediate, requestDeserialize: (bytes: Buffer) => bytes };
  server.addService(
    { ...AnalyzerService, remediate: unread },
    {
      handshake: answer(() => new analyzer.AnalyzerHandshakeResponse()),
      getPluginInfo: answer(() => new plugin.PluginInfo().setVersion(pack.version)),
      getAnalyzerInfo: answer(() => infoAnswer(pack, judges.all)),
      configureStack: answer(() => new analyzer.AnalyzerStackConfigureResponse()),
      configure: answer((request: ConfigureAnalyzerRequest) => configure(judges, request)),
      remediate: answer((bytes: Buffer) => remediate(pack, judges, bytes)),
      analyze: answer((request: AnalyzeRequest) =>
        violationsAnswer(pack, judges.aboutResource(requested(request))),
      ),
      analyzeStack: answer((request: AnalyzeStackRequest) =>
        violationsAnswer(pack, judges.aboutStack(request.getResourcesList().map(requested))),
      ),
    },
  );
  return server;
}

function configure(judges: Judges, request: ConfigureAnalyzerRequest): object {
  for (const [name, settings] of request.getPolicyconfigMap().entries()) {
    const level = readLevel(settings.getEnforcementlevel());
    judges.configure(name, level, settings.getProperties()?.toJavaScript() ?? {});
  }
  return new Empty();
}

function remediate(pack: PackTitle, judges: Judges, bytes: Buffer): RemediateResponse {
  const { completing } = judges;
  if (completing.length === 0) return new analyzer.RemediateResponse();
  const request = analyzer.AnalyzeRequest.deserializeBinary(bytes);
  return completionsAnswer(pack, request, completing, judges.completionsOf(requested(request)));
}

function answer<Request, Response>(
  answerTo: (request: Request) => Response,
): handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    try {
      callback(null, answerTo(request));
    } catch (error) {
      const details = error instanceof Error ? error.message : String(error);
      callback({ code: grpc.status.UNKNOWN, details });
    }
  };
}
