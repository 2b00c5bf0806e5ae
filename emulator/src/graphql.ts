// graphql offers a CommonJS and an ES build, and Node and Vite choose differently between them; with both
// in one process every `instanceof` fails. By its file name the choice is the same everywhere.
export {
  getNamedType,
  GraphQLError,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql/index.js";
