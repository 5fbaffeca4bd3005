using System.Reflection;
using StreamJsonRpc;

namespace Hourglass.Cli.Lsp.Wire;

/// <summary>A method of the server, as the library calls it: one object, and whether it is taken back.</summary>
/// <typeparam name="TParams">Its parameters.</typeparam>
/// <typeparam name="TResult">What it answers.</typeparam>
/// <param name="run">What it does.</param>
internal sealed class Endpoint<TParams, TResult>(Func<TParams, CancellationToken, Task<TResult>> run)
{
    private static readonly MethodInfo Method = typeof(Endpoint<TParams, TResult>).GetMethod(nameof(RunAsync))!;

    /// <summary>Runs it.</summary>
    public Task<TResult> RunAsync(TParams parameters, CancellationToken cancellation) => run(parameters, cancellation);

    /// <summary>Lets clients call it.</summary>
    public void AddTo(JsonRpc rpc, string name) =>
        rpc.AddLocalRpcMethod(Method, this, new JsonRpcMethodAttribute(name) { UseSingleObjectParameterDeserialization = true });
}
