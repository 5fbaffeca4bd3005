using System.Globalization;
using SkiaSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets.Pictures;

/// <summary>Pictures as one tensor of bytes, decoded on all processors.</summary>
internal static class PictureStack
{
    /// <summary>As for other data that are read into memory.</summary>
    private const long MostBytes = 1L << 33;

    /// <summary>The form that pictures of these files get.</summary>
    /// <exception cref="DataException">They have several sizes and none is asked for, or one cannot be read.</exception>
    public static PictureForm Form(IReadOnlyList<string> paths, ImageOptions options)
    {
        if (options.Height is null != options.Width is null || options.Height < 1 || options.Width < 1)
        {
            throw new DataException("The size of images has a height and a width, both at least 1; give both or none.");
        }

        if (options.Channels is not (null or 1 or 3))
        {
            throw new DataException(FormattableString.Invariant($"Images have 1 channel (grey) or 3 (colours), not {options.Channels}."));
        }

        if (options is { Height: { } height, Width: { } width, Channels: { } channels })
        {
            // Nothing is left to be found out from the files.
            return new PictureForm(channels, height, width, options.Fit);
        }

        var sizes = new PictureSize[paths.Count];
        InOrder(paths.Count, i => sizes[i] = PictureDecoder.Size(paths[i]));
        var other = options.Height is null
            ? Array.FindIndex(sizes, size => (size.Height, size.Width) != (sizes[0].Height, sizes[0].Width))
            : -1;
        if (other > 0)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The picture '{paths[other]}' is {sizes[other].Height} × {sizes[other].Width} and '{paths[0]}' is {sizes[0].Height} × "
                    + $"{sizes[0].Width}; all must be of one size. Ask for one: --image-size HEIGHTxWIDTH (in C#, ImageOptions.Height and "
                    + $"Width)."));
        }

        return new PictureForm(
            options.Channels ?? (Array.TrueForAll(sizes, size => size.IsGrey) ? 1 : 3),
            options.Height ?? sizes[0].Height,
            options.Width ?? sizes[0].Width,
            options.Fit);
    }

    /// <summary>Reads pictures.</summary>
    /// <returns>Bytes <c>[N, channels, height, width]</c>.</returns>
    /// <exception cref="DataException">One cannot be read, or they take too much memory.</exception>
    public static Tensor Read(IReadOnlyList<string> paths, PictureForm form)
    {
        var bytes = (long)form.Channels * form.Height * form.Width;
        if (bytes * paths.Count > MostBytes)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{paths.Count} pictures of {form.Channels} × {form.Height} × {form.Width} bytes take more than the 8 GiB that are read. "
                    + $"Ask for smaller ones: --image-size (in C#, ImageOptions)."));
        }

        var images = empty([paths.Count, form.Channels, form.Height, form.Width], ScalarType.Byte);
        try
        {
            InOrder(paths.Count, i =>
            {
                using var bitmap = Sized(PictureDecoder.Decode(paths[i]), form);
                using var target = images.narrow(0, i, 1);
                Write(bitmap.GetPixelSpan(), form.Channels, target.bytes);
            });
            return images;
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    /// <summary>For every picture, at once; of those that fail the first one is told.</summary>
    private static void InOrder(int count, Action<int> act)
    {
        var errors = new DataException?[count];
        Parallel.For(0, count, i =>
        {
            try
            {
                act(i);
            }
            catch (DataException error)
            {
                errors[i] = error;
            }
        });
        if (Array.Find(errors, error => error is not null) is { } first)
        {
            throw first;
        }
    }

    /// <summary>The picture in the size that is wanted; the former is disposed of.</summary>
    private static SKBitmap Sized(SKBitmap picture, PictureForm form)
    {
        if ((picture.Height, picture.Width) == (form.Height, form.Width))
        {
            return picture;
        }

        using (picture)
        {
            using var part = form.Fit == ImageFit.Crop ? Middle(picture, form) : null;
            var from = part ?? picture;
            var sized = new SKBitmap(new SKImageInfo(form.Width, form.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
            if (from.ScalePixels(sized, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)))
            {
                return sized;
            }

            sized.Dispose();
            throw new DataException(FormattableString.Invariant(
                $"A picture of {picture.Height} × {picture.Width} cannot be scaled to {form.Height} × {form.Width}."));
        }
    }

    /// <summary>The largest part around the middle that has the proportions of the form.</summary>
    private static SKBitmap Middle(SKBitmap picture, PictureForm form)
    {
        var scale = Math.Min((double)picture.Height / form.Height, (double)picture.Width / form.Width);
        var (height, width) = (Math.Max(1, (int)Math.Round(form.Height * scale)), Math.Max(1, (int)Math.Round(form.Width * scale)));
        var (top, left) = ((picture.Height - height) / 2, (picture.Width - width) / 2);
        var part = new SKBitmap();
        picture.ExtractSubset(part, new SKRectI(left, top, left + width, top + height));
        return part.Copy();
    }

    /// <summary>Channel by channel; grey values by ITU-R BT.601 in whole numbers, 65,536 being one.</summary>
    private static void Write(ReadOnlySpan<byte> rgba, int channels, Span<byte> to)
    {
        var pixels = rgba.Length / 4;
        for (var i = 0; i < pixels; i++)
        {
            var (red, green, blue) = (rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2]);
            if (channels == 1)
            {
                to[i] = (byte)(((19595 * red) + (38470 * green) + (7471 * blue) + 32768) >> 16);
            }
            else
            {
                (to[i], to[pixels + i], to[(2 * pixels) + i]) = (red, green, blue);
            }
        }
    }
}
