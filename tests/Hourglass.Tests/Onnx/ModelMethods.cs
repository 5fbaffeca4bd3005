using System.Reflection;
using Hourglass.Distributions;
using static TorchSharp.torch;

namespace Hourglass.Tests.Onnx;

/// <summary>The methods of an emitted type, called by the names of the language.</summary>
internal static class ModelMethods
{
    /// <summary>A method on values of variables.</summary>
    /// <param name="model">The model.</param>
    /// <param name="method">The method.</param>
    /// <param name="values">Values, by the names of variables or of inputs of a graph.</param>
    public static object Call(Autoencoder model, string method, IReadOnlyDictionary<string, Tensor> values)
    {
        var found = model.GetType().GetMethod(method)!;
        var arguments = found.GetParameters().Select(parameter => parameter.ParameterType == typeof(Tensor)
            ? values.First(pair => Plain(pair.Key) == Plain(parameter.Name!)).Value
            : parameter.DefaultValue);
        return found.Invoke(model, BindingFlags.DoNotWrapExceptions, null, [.. arguments], null)!;
    }

    /// <summary>What a method gives, by the names of variables; a single result has the name of the first.</summary>
    public static object Part(object result, string name) => result is Tensor or IDistribution
        ? result
        : result.GetType().GetProperties().Single(property => Plain(property.Name) == Plain(name)).GetValue(result)!;

    /// <summary>A tensor, or the mean of a distribution.</summary>
    public static Tensor Mean(object value) => value as Tensor ?? ((IDistribution)value).Mean;

    /// <summary>A parameter of a distribution, of what is before bijections.</summary>
    public static Tensor Parameter(object distribution, string name)
    {
        var type = distribution.GetType();
        if (type.GetProperty("Base") is { } inner)
        {
            return Parameter(inner.GetValue(distribution)!, name);
        }

        string[] words = ["component" + Plain(name), Plain(name), Plain(name) + "concentration"];
        var properties = type.GetProperties().ToDictionary(property => Plain(property.Name));
        return (Tensor)properties[words.First(properties.ContainsKey)].GetValue(distribution)!;
    }

    /// <summary>Values of data in their own units; the values themselves where nothing prepares them.</summary>
    public static Tensor InUnits(Autoencoder model, string? data, Tensor values)
    {
        var name = "restore" + Plain(data ?? "");
        var restore = model.GetType().GetMethods().FirstOrDefault(method => Plain(method.Name) == name);
        return (Tensor?)restore?.Invoke(model, BindingFlags.DoNotWrapExceptions, null, [values], null) ?? values;
    }

    /// <summary>What becomes of a draw by the bijections of a flow.</summary>
    public static Tensor Through(IDistribution flow, Tensor drawn) => (Tensor)flow.GetType()
        .GetMethod("Through", BindingFlags.NonPublic | BindingFlags.Instance)!
        .Invoke(flow, BindingFlags.DoNotWrapExceptions, null, [drawn], null)!;

    /// <summary>Letters and digits in small letters: what a name of the language and one of C# have in common.</summary>
    public static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
