using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Where a model computes.</summary>
internal static class Accelerator
{
    /// <summary>The device of a word: TorchSharp's own function fails with a text about packages where there is no such device.</summary>
    /// <param name="word"><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>; null for none.</param>
    public static Device? Of(string? word) => word?.Split(':') switch
    {
        null => null,
        ["cpu"] => CPU,
        [_, var index] => new Device(DeviceType.CUDA, int.Parse(index, CultureInfo.InvariantCulture)),
        _ => new Device(DeviceType.CUDA),
    };

    /// <summary>Moves a model; asked before, as libtorch itself would end in a text of its own.</summary>
    /// <param name="model">The model.</param>
    /// <param name="device">Where to; null for where it is.</param>
    /// <returns>The model.</returns>
    /// <exception cref="HourglassException">There is no such device, or this libtorch has no code for it.</exception>
    public static TModel Move<TModel>(TModel model, Device? device)
        where TModel : Autoencoder
    {
        if (device is not null)
        {
            Require(device);
            model.to(device);
        }

        return model;
    }

    private static void Require(Device device)
    {
        switch (device.type)
        {
            case DeviceType.CPU:
                return;
            case DeviceType.CUDA when !cuda.is_available():
                throw new HourglassException(
                    $"The device {device} was asked for, and there is none here, or this libtorch is built for the processor alone. "
                    + "Refer to a libtorch package for CUDA, or take the processor: cpu.");
            case DeviceType.CUDA when device.index >= cuda.device_count():
                throw new HourglassException(FormattableString.Invariant(
                    $"The device {device} was asked for, and there are {cuda.device_count()}, counted from cuda:0."));
            case DeviceType.CUDA:
                return;
            default:
                throw new HourglassException($"The device {device} was asked for; models compute on cpu and cuda.");
        }
    }
}
